import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs of Prometheus and Alertmanager. */
export type Binary = 'prometheus' | 'promtool' | 'amtool';

/** Where a program is; undefined where it is not in the PATH. */
export function binary(name: Binary): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** What brings them. */
export const HOW_TO_INSTALL = 'apt-get install prometheus prometheus-alertmanager';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
