import { placeAt } from '../../resource/place-at.js';
import type { DeclaredOperation } from '../operations.js';
import type { Asked, MockAnswer } from './asked.js';
import { selected } from './graphql-selection.js';
import { documentOf } from './match.js';
import type { BodyPart, ServedAnswer } from './serve-context.js';
import { settingOf, type MockSettings } from './settings.js';
import type { Source } from './store.js';

/** An answer as it is sent: with what the operation has around its body. @throws Refusal, GM_MOCK_NOT_INVERTIBLE */
export async function composeAnswer(
  operation: DeclaredOperation,
  asked: Asked,
  settings: MockSettings,
  { status, headers = {}, body, errors }: ServedAnswer,
): Promise<MockAnswer> {
  if (!body && !errors) return { status, headers };
  const { graphql, read } = operation.request;
  const plain = placed(body ?? []);
  const made = graphql
    ? errors
      ? { data: null, errors }
      : { data: await selected(documentOf(asked) ?? '', plain) }
    : read && status < 400
      ? settingOf(settings.answers, operation, 'has a read', 'answer')(plain)
      : plain;
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: made };
}

/** Each part at its place. */
function placed(parts: readonly BodyPart[]): unknown {
  const whole = parts.find(([path]) => path.length === 0)?.[1];
  if (Array.isArray(whole)) return whole;
  const body: Source = typeof whole === 'object' && whole !== null ? { ...whole } : {};
  const others = parts.filter(([path]) => path.length > 0);
  if (others.length === 0 && whole !== undefined) return whole;
  for (const [path, value] of others) placeAt(body, path, value);
  return body;
}
