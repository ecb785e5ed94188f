import type { JsonText } from '../../lib/plugin.js';
import { RowTap, type TappedStream } from './row-tap.js';

/** The parts of pg's connection that queries speak to. */
export interface QueryConnection {
  readonly stream: TappedStream & { cork?(): void; uncork?(): void };
  /** Texts by name: those that the database has, and those that are on their way. pg sends no text of which the name is known. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements?: Record<string, string>;
  parse(statement: { readonly text: string; readonly name: string | undefined }): void;
  bind(portal: { readonly portal: string; readonly statement: string | undefined; readonly values: readonly unknown[] }): void;
  execute(portal: { readonly portal: string; readonly rows: number }): void;
  sync(): void;
  sendCopyFail(message: string): void;
}

type Settle = (error: unknown, value?: JsonText | null) => void;

/**
 * A query of pg, as its client takes them, that wants the first value of the first row alone, as text: nothing has to be described for it, and no row
 * to be made. A long value is given as the bytes that came. `callback` is what pg itself adds its timeout to.
 */
export class ValueQuery {
  /** Whoever watches statements may make another text of it. */
  text: string;
  readonly name: string | undefined;
  callback: Settle;
  readonly #values: readonly PlainValue[];
  readonly #tapped: boolean;
  #value: JsonText | null | undefined;

  /** `settle` gets the value; undefined without a row. `tapped`: whether no answer to another statement can come before. */
  constructor(text: string, values: readonly PlainValue[], name: string | undefined, tapped: boolean, settle: Settle) {
    this.text = text;
    this.name = name;
    this.callback = settle;
    this.#values = values;
    this.#tapped = tapped;
  }

  submit(connection: QueryConnection): Error | null {
    const { name, text } = this;
    const { parsedStatements, submittedNamedStatements = {}, stream } = connection;
    const known = name === undefined ? undefined : (parsedStatements[name] ?? submittedNamedStatements[name]);
    if (known !== undefined && known !== text) return new Error(`The name ${name} belongs to another statement.`);
    if (this.#tapped) RowTap.of(stream)?.next((value) => (this.#value ??= value));
    stream.cork?.();
    try {
      if (known === undefined) connection.parse({ text, name });
      if (known === undefined && name !== undefined) submittedNamedStatements[name] = text;
      connection.bind({ portal: '', statement: name, values: this.#values.map(parameterText) });
      connection.execute({ portal: '', rows: 0 });
      connection.sync();
    } finally {
      stream.uncork?.();
    }
    return null;
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.#value === undefined) [this.#value] = fields;
  }

  handleError(error: unknown): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(null, this.#value);
  }

  handleRowDescription(): void {}

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}

  handlePortalSuspended(): void {}

  handleCopyData(): void {}

  handleCopyInResponse(connection: QueryConnection): void {
    connection.sendCopyFail('Nothing is copied.');
    // The one that was sent was taken for what is copied.
    connection.sync();
  }
}

/** A value that is the same text for everybody; how pg writes others is its own. */
type PlainValue = string | number | bigint | boolean | Buffer | null | undefined;

const PLAIN: readonly string[] = ['string', 'number', 'bigint', 'boolean', 'undefined'];

export const arePlainValues = (values: readonly unknown[]): values is readonly PlainValue[] =>
  values.every((value) => value === null || PLAIN.includes(typeof value) || Buffer.isBuffer(value));

/** A value as the protocol takes it. */
const parameterText = (value: PlainValue): string | Buffer | null =>
  value === null || value === undefined ? null : Buffer.isBuffer(value) ? value : String(value);
