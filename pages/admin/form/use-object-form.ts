import { useRef, useState, type RefObject } from 'react';
import { failureOf, type Failure } from '../api/failure.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminField } from '../schema/schema.js';
import { formInput, type RawValues } from './raw-values.js';

/** What is sent. */
export interface Submission {
  readonly input: Readonly<Record<string, unknown>>;
  readonly reason: string | undefined;
}

/** What a form is about. */
export interface FormSubject {
  /** The fields that can be written. */
  readonly fields: readonly AdminField[];
  readonly initial: RawValues;
  /** Sends only what is not as it was. */
  readonly onlyChanges: boolean;
  /** Sends it; what is thrown is shown, beside the fields that it is about. */
  readonly onSubmit: (submission: Submission) => Promise<void>;
}

/** The state of a form. */
export interface FormState {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly raw: RawValues;
  readonly set: (name: string, value: unknown) => void;
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  /** What is wrong, by paths with dots. */
  readonly errors: ReadonlyMap<string, string>;
  readonly failure: Failure | undefined;
  readonly busy: boolean;
  readonly isChanged: boolean;
  readonly submit: () => Promise<void>;
}

/** Holds what is typed, sends it, and says what is wrong with it. */
export function useObjectForm({ fields, initial, onlyChanges, onSubmit }: FormSubject): FormState {
  const schema = useSchema();
  const form = useRef<HTMLFormElement>(null);
  const [raw, setRaw] = useState<RawValues>(initial);
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const changed = fields.filter(({ name }) => JSON.stringify(raw[name] ?? null) !== JSON.stringify(initial[name] ?? null));
  const show = (found: ReadonlyMap<string, string>): void => {
    setErrors(found);
    // Whoever cannot see the page as a whole is led to what is wrong.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const submit = async (): Promise<void> => {
    const { input, errors: found } = formInput(schema, onlyChanges ? changed : given(fields, raw), raw);
    setFailure(undefined);
    show(found);
    if (found.size > 0) return;
    setBusy(true);
    try {
      await onSubmit({ input, reason: reason.trim() === '' ? undefined : reason.trim() });
    } catch (error) {
      const failed = failureOf(error);
      setFailure(failed);
      show(errorsOf(failed));
    } finally {
      setBusy(false);
    }
  };
  const set = (name: string, value: unknown): void => setRaw((before) => ({ ...before, [name]: value }));
  return { form, raw, set, reason, setReason, errors, failure, busy, isChanged: changed.length > 0, submit };
}

/** A field that nobody has touched and nobody needs is left out, so that it gets its default. */
const given = (fields: readonly AdminField[], raw: RawValues): readonly AdminField[] =>
  fields.filter(({ name, create }) => create === 'required' || (raw[name] !== undefined && raw[name] !== null && raw[name] !== ''));

/** What only says how a relation is written tells nobody anything. */
const LINKS: readonly (string | number)[] = ['connect', 'input'];

/** What the server says of fields, by paths with dots, and of each field as a whole. */
function errorsOf({ fieldErrors }: Failure): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (path: string, text: string): unknown => found.set(path, [found.get(path), text].filter(Boolean).join(' '));
  for (const { path, message } of fieldErrors) {
    const names = path.filter((part) => !LINKS.includes(part));
    add(names.join('.'), message);
    if (names.length > 1) add(String(names[0]), `${readable(String(names.at(-1)))}: ${message}`);
  }
  return found;
}
