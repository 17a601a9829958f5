// Blocks of JavaScript in Markdown. Pure.

export interface CodeBlock {
  readonly file: string;
  /** Line of its opening fence, from 1. */
  readonly line: number;
  /** The heading that it stands under. */
  readonly heading: string;
  readonly code: string;
}

const FENCE = /^(`{3,})(\w*)\s*$/;
const HEADING = /^#+\s+(.*)$/;

/** Every ```js block of a Markdown file, in order. Other languages are passed over. */
export function javaScriptBlocks(file: string, text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let heading = '';
  let open: { readonly fence: string; readonly language: string; readonly line: number; code: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (open === undefined) {
      heading = HEADING.exec(line)?.[1] ?? heading;
      const [, fence, language] = FENCE.exec(line) ?? [];
      if (fence !== undefined) open = { fence, language: language ?? '', line: index + 1, code: [] };
    } else if (line === open.fence) {
      if (open.language === 'js') blocks.push({ file, line: open.line, heading, code: `${open.code.join('\n')}\n` });
      open = undefined;
    } else open.code.push(line);
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: the block is not closed`);
  return blocks;
}

/** Whether a program runs until it is told to stop: it says so by waiting for the end of an App. */
export function runsUntilStopped({ code }: CodeBlock): boolean {
  return code.includes('await app.done');
}
