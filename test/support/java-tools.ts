// Apache Kafka's own command-line tools: the reference to write for us and to read what we wrote.
// Owns: running one of their classes. Needs Java and Maven.
import { quietJava, toolJars } from './kafka-jars.ts';
import { javaCommand, whyNoJava } from './maven.ts';
import { isAtLeast } from './real-kafka/real-kafka.ts';
import { type RunOptions, runCommand } from './run-command.ts';

/** Names of the tools whose place has changed over the releases. */
export interface ToolNames {
  readonly consoleProducer: string;
  readonly consoleConsumer: string;
  readonly consumerGroups: string;
}

/** The class names that a version's tools go by. */
export function toolNames(version: string): ToolNames {
  return {
    consoleProducer: isAtLeast(version, 4, 0)
      ? 'org.apache.kafka.tools.ConsoleProducer'
      : 'kafka.tools.ConsoleProducer',
    consoleConsumer: isAtLeast(version, 4, 0)
      ? 'org.apache.kafka.tools.consumer.ConsoleConsumer'
      : 'kafka.tools.ConsoleConsumer',
    consumerGroups: isAtLeast(version, 4, 0)
      ? 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand'
      : 'kafka.admin.ConsumerGroupCommand',
  };
}

/** Runs one tool of a version and answers what it wrote to stdout. Throws with its own words when it fails. */
export async function javaTool(
  version: string,
  className: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Buffer> {
  const why = await whyNoJava();
  if (why !== undefined) throw new Error(`Kafka's tools cannot run here: ${why}`);
  const all = [...quietJava, '-cp', await toolJars(version), className, ...args];
  const { code, stdout, stderr } = await runCommand(javaCommand(), all, options);
  if (code !== 0) throw new Error(`${className} ${args.join(' ')} ended with ${code}\n${stderr}${stdout}`);
  return stdout;
}
