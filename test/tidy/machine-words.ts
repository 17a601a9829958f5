// What belongs to one machine or to the people at work on it has no place in the project.

// Written in pieces, so that this file does not find itself.
const WORDS: readonly string[] = ['/wo' + 'rk/', '../sha' + 'red', '/tmp' + '/k', '/ro' + 'ot/', '/home' + '/'];

/** Lines that name a path of some machine. */
export function checkMachineWords(files: ReadonlyMap<string, string>): string[] {
  const violations: string[] = [];
  for (const [file, text] of files) {
    for (const [index, line] of text.split('\n').entries()) {
      const word = WORDS.find((candidate) => line.includes(candidate));
      if (word !== undefined) violations.push(`${file}:${index + 1}: ${word}`);
    }
  }
  return violations;
}
