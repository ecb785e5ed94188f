/** A fenced block of a Markdown page. */
export interface CodeBlock {
  readonly language: string;
  /** The path that the fence names by `file=`: the block is that file. */
  readonly file?: string;
  /** What stands after the language. */
  readonly info: string;
  readonly line: number;
  readonly code: string;
}

/** The fenced blocks of a page, also those in lists, whose indent is taken away. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const fence = /^( *)```(\w*)([^\n]*)\n(.*?)^\1```$/gms;
  return [...markdown.matchAll(fence)].map(({ 1: indent = '', 2: language = '', 3: info = '', 4: body = '', index }) => {
    const file = /\bfile=(\S+)/.exec(info)?.[1];
    const code = body.replace(new RegExp(`^ {0,${indent.length}}`, 'gm'), '');
    return { language, info: info.trim(), line: markdown.slice(0, index).split('\n').length, code, ...(file !== undefined && { file }) };
  });
}
