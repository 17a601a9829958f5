// Builds @confluentinc/kafka-javascript from its own source, where no prebuilt binary can be downloaded: the librdkafka
// that it carries, into this folder's node_modules, and the binding against it. Needs make, a C++ compiler and OpenSSL's
// and zlib's headers. SASL by Kerberos and OAuth over HTTPS are left out.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, 'node_modules/@confluentinc/kafka-javascript');
const source = join(root, 'deps/librdkafka');
const prefix = join(here, 'node_modules/.librdkafka');
const lib = join(prefix, 'lib');

run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], here);
// A build that was cut off goes on where it was.
if (!existsSync(join(lib, 'librdkafka.a'))) {
  if (!existsSync(join(source, 'Makefile.config'))) {
    run('./configure', [`--prefix=${prefix}`, `--libdir=${lib}`, '--disable-gssapi', '--disable-curl'], source);
  }
  run('make', ['-j2', 'libs'], source);
  run('make', ['install-subdirs'], source);
}
const node = dirname(dirname(process.execPath));
const target = join(root, 'build/Release');
const module = 'confluent-kafka-javascript';
run(
  process.execPath,
  [
    join(dirname(npmCli()), '../node_modules/node-gyp/bin/node-gyp.js'),
    'rebuild',
    `--module_name=${module}`,
    `--module=${join(target, `${module}.node`)}`,
    `--module_path=${target}`,
    '--napi_version=9',
    // Node's headers, where they came with it; else node-gyp downloads them.
    ...(existsSync(join(node, 'include/node/node_api.h')) ? [`--nodedir=${node}`] : []),
  ],
  root,
  {
    BUILD_LIBRDKAFKA: '0',
    CXXFLAGS: `-I${join(prefix, 'include/librdkafka')} -I${join(prefix, 'include')}`,
    LDFLAGS: `-L${lib} -Wl,-rpath,${lib}`,
  },
);

/** npm brings node-gyp. */
function npmCli() {
  const { stdout } = spawnSync('npm', ['root', '--global'], { encoding: 'utf8' });
  return join(stdout.trim(), 'npm/bin/npm-cli.js');
}

function run(command, args, cwd, env = {}) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) {
    console.error(`${command} ${args[0]} ended with ${error?.message ?? status}`);
    process.exit(1);
  }
}
