import { readFile } from 'node:fs/promises';

/** Whether a variable of the environment is set to something that means yes. */
export const isSet = (variable: string): boolean => !['', '0', 'false'].includes(process.env[variable] ?? '');

/** The text of a file; undefined where it is not there. */
export async function textOf(file: string | URL): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
