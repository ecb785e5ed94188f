import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { AdminNotBuilt } from './errors.js';

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly tag: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * The files that a browser loads, by their names; the build puts them beside this module.
 *
 * @throws GM_ADMIN_NOT_BUILT
 */
export function loadAssets(folder: string): ReadonlyMap<string, Asset> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => extname(name) in TYPES) : [];
  if (!names.includes('admin.js') || !names.includes('admin.css')) throw AdminNotBuilt.create({ folder });
  return new Map(names.map((name) => [name, assetOf(readFileSync(join(folder, name)), TYPES[extname(name)] ?? '')]));
}

const assetOf = (body: Uint8Array<ArrayBuffer>, type: string): Asset => ({
  type,
  body,
  tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
});
