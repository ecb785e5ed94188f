import type { ActorRule } from '../../../lib/plugin.js';
import type { Codec } from '../sql/codec.js';
import { Statement } from '../sql/statement.js';
import type { ActorSlots, ActorSource } from './actor-slots.js';
import { OpenOperand } from './open-operand.js';
import { literal, literalText, parameterText } from './quote-literal.js';

/** DDL takes no parameters: constants are quoted, and what depends on the actor is read from the session's setting. */
export class PolicyStatement extends Statement {
  readonly #slots: ActorSlots;
  readonly #source: ActorSource;

  constructor(slots: ActorSlots, source: ActorSource) {
    super();
    this.#slots = slots;
    this.#source = source;
  }

  /** The expression of a rule about the actor alone. */
  rule(rule: ActorRule): string {
    return this.#slots.rule(this.#source, rule);
  }

  override bind(value: unknown, cast: string): string {
    return literal(value, cast);
  }

  override operand(value: unknown, encode: (value: unknown) => unknown, cast: string): string {
    return value instanceof OpenOperand
      ? `${this.#slots.operand(this.#source, value, encode, cast)}::${cast}`
      : super.operand(value, encode, cast);
  }

  override bindAs(codec: Pick<Codec, 'cast' | 'convert' | 'encode'>, value: unknown): string {
    const { cast, convert, encode } = codec;
    if (!convert) return this.operand(value, encode, cast);
    if (!(value instanceof OpenOperand)) return convert(literalText(parameterText(encode(value), cast)));
    const given = this.#slots.operand(this.#source, value, encode, cast);
    return `(case when ${given} is not null then ${convert(given)} end)`;
  }
}
