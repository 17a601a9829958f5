// Jars by Maven. Owns: the pom we generate and the folder of jars it becomes. Must not know: what the jars are for.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { canRun, mustRun } from './run-command.ts';

const DOWNLOAD_MS = 300_000;

/** Maven coordinates, `group:artifact:version`. */
export type Coordinates = `${string}:${string}:${string}`;

export interface JarsRequest {
  /** Name of the cache entry, as `kafka-4.4.0`. */
  readonly name: string;
  readonly artifacts: readonly Coordinates[];
  /** Versions to prefer when something else depends on these. */
  readonly pinned?: readonly Coordinates[];
}

/** A classpath (`folder/*`) with the artifacts and all that they need. */
export async function jars(request: JarsRequest): Promise<string> {
  const pom = pomOf(request);
  const folder = await cached(request.name, pom, async (partial) => {
    await writeFile(join(partial, 'pom.xml'), pom);
    await mustRun('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], {
      cwd: partial,
      timeoutMs: DOWNLOAD_MS,
    });
  });
  return join(folder, 'libs', '*');
}

/** The `java` command: of JAVA_HOME where that is set, else of PATH. */
export function javaCommand(): string {
  const home = process.env['JAVA_HOME'];
  const candidate = home === undefined ? undefined : join(home, 'bin', 'java');
  return candidate !== undefined && existsSync(candidate) ? candidate : 'java';
}

/** Why jars cannot be fetched and run here, or undefined when they can. */
export async function whyNoJava(): Promise<string | undefined> {
  if (!(await canRun(javaCommand(), ['-version']))) return 'no Java (install a JRE, 17 or later)';
  if (!(await canRun('mvn', ['-v']))) return 'no Maven (install mvn)';
  return undefined;
}

function pomOf(request: JarsRequest): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>${request.name}</artifactId>
  <version>1</version>
  <dependencyManagement><dependencies>
${(request.pinned ?? []).map(dependency).join('\n')}
  </dependencies></dependencyManagement>
  <dependencies>
${request.artifacts.map(dependency).join('\n')}
  </dependencies>
</project>
`;
}

function dependency(coordinates: Coordinates): string {
  const [group, artifact, version] = coordinates.split(':');
  return `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
}
