// kcat, the command-line client on librdkafka: another implementation to write for us and to read what we wrote.
// Owns: running it. Needs kcat on the PATH.
import { type RunOptions, runCommand } from './run-command.ts';

const HOW_TO_INSTALL =
  'kcat is not installed; the tests compare with it: `apt-get install kcat`, `brew install kcat`, or KCAT=/path/to/kcat';

/** Runs kcat with these arguments and answers what it wrote to stdout. Throws with its own words when it fails. */
export async function kcat(args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  const program = process.env['KCAT'] ?? 'kcat';
  const { code, stdout, stderr } = await runCommand(program, args, options).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error(HOW_TO_INSTALL, { cause: error }) : error;
  });
  if (code !== 0) throw new Error(`kcat ${args.join(' ')} ended with ${code}\n${stderr}`);
  return stdout;
}
