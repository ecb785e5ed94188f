import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Puts the files of the page where the sources look for them, as `npm start` does. */
export async function buildPage(): Promise<void> {
  await promisify(execFile)(process.execPath, ['pages/admin/build.mjs', '--if-changed', 'integrations/admin/assets']);
}
