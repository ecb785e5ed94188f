import { randomBytes } from 'node:crypto';
import type { AdminSettings } from './metadata/metadata.js';

/** The page itself, with a policy under which nothing runs or loads but its own files. */
export function pageDocument(settings: AdminSettings): { readonly body: string; readonly policy: string } {
  // The component library writes a style sheet of its colours; scripts have no nonce, they are files.
  const nonce = randomBytes(16).toString('base64url');
  const { path, title } = settings;
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${path}/assets/admin.css">
<script type="module" src="${path}/assets/admin.js"></script>
</head>
<body>
<div id="root" data-nonce="${nonce}" data-settings="${escaped(JSON.stringify(settings))}"></div>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
`;
  return { body, policy: policyWith(nonce) };
}

const policyWith = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
