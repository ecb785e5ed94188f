import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';
import { Comparator } from '@pactflow/openapi-pact-comparator';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { OpenApiFragment, PactFile } from 'general-manager/http/testing';

/** What a validator of OpenAPI says of a document; undefined where it is valid. */
export async function openApiErrors(document: OpenApiFragment): Promise<unknown> {
  const { valid, errors } = await new Validator().validate(plain(document));
  return valid ? undefined : errors;
}

/** Where a pact asks for what an OpenAPI document does not have. */
export async function incompatibilities(document: OpenApiFragment, pact: PactFile): Promise<readonly string[]> {
  const found: string[] = [];
  const comparator = new Comparator({ oas: plain(document) });
  for await (const { code, message, type, mockDetails } of comparator.compare(plain(pact)))
    if (type !== 'info') found.push(`${mockDetails?.interactionDescription ?? ''} ${code}: ${message}`);
  return found;
}

/** As it is in a file. */
const plain = (document: object): Record<string, unknown> => JSON.parse(JSON.stringify(document)) as Record<string, unknown>;

/** Lets the verifier of Pact ask a provider for all that a pact says; what it has to complain of, or nothing. */
export async function verificationErrors(
  pact: PactFile,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'general-manager-pact-'));
  try {
    const file = join(folder, 'pact.json');
    writeFileSync(file, JSON.stringify(pact));
    const options = {
      providerBaseUrl: url,
      provider: pact.provider.name,
      pactUrls: [file],
      logLevel: 'error',
      ...(Object.keys(headers).length > 0 && { customProviderHeaders: headers }),
    };
    const script = fileURLToPath(new URL('verify-pact.mjs', import.meta.url));
    return await run(process.execPath, [script, JSON.stringify(options)]).then(
      () => undefined,
      (error: unknown) => stripVTControlCharacters((error as { readonly stdout: string }).stdout),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const run = promisify(execFile);
