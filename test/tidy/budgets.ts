// Sizes of files. Pure: a map of file to text in, violations out. One idea per file shows in its length.

const HAND_WRITTEN = /^(src|codegen|test|bench|examples)\/.*\.(ts|java)$/;
const MAX_LINES = 500;
const FEW_ABOVE = 400;
const FEW = 0.1;
const MAX_MEDIAN = 150;

/** Judges files that people write; generated ones are as long as the protocol makes them. */
export function checkBudgets(files: ReadonlyMap<string, string>): string[] {
  const sizes = [...files]
    .filter(([file]) => HAND_WRITTEN.test(file) && !file.includes('/generated/'))
    .map(([file, text]) => ({ file, lines: text.split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines);
  if (sizes.length === 0) return ['no file was looked at'];
  const violations = sizes
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ file, lines }) => `${file}: ${lines} lines, at most ${MAX_LINES}`);
  const long = sizes.filter(({ lines }) => lines > FEW_ABOVE);
  if (long.length > sizes.length * FEW) {
    violations.push(`${long.length} of ${sizes.length} files have more than ${FEW_ABOVE} lines`);
  }
  const median = sizes[Math.floor(sizes.length / 2)]!.lines;
  if (median > MAX_MEDIAN) violations.push(`the median file has ${median} lines, at most ${MAX_MEDIAN}`);
  return violations;
}
