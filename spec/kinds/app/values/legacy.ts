import { ArrayType, BigIntType, DecimalType, Uint8ArrayType, type Opt } from '@mikro-orm/core';
import { Embeddable, Embedded, Entity, Enum, Formula, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Celsius, Euro, Grade, Mood, ODD_VALUES, Pair, type Facts, type Odd } from './parts.js';

@Embeddable()
export class LegacySpot {
  @Property({ type: 'double' })
  latitude!: number;

  @Property({ type: 'double', nullable: true })
  longitude?: number | null;

  @Property({ type: 'datetime', nullable: true })
  since?: Date | null;

  @Property({ type: 'bigint', nullable: true })
  rank?: bigint | null;
}

@Embeddable()
export class LegacyAddress {
  @Property({ type: 'string' })
  street!: string;

  @Enum({ items: () => Mood, nullable: true })
  kind?: Mood | null;

  @Property({ type: 'decimal', precision: 20, scale: 4, nullable: true })
  rent?: string | null;

  @Property({ type: 'string', hidden: true, nullable: true })
  secret?: string | null;

  @Embedded(() => LegacySpot, { nullable: true })
  spot?: LegacySpot | null;
}

/** Every kind of property, by legacy decorators. */
@Entity()
@Manager({ description: 'Every kind of property.' })
@Permission({ read: everyone() })
export class LegacyValue {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'integer', default: 0 })
  whole!: number & Opt;

  @Property({ type: 'smallint', nullable: true })
  small?: number | null;

  @Property({ type: 'float', nullable: true })
  real?: number | null;

  @Property({ type: 'double', nullable: true })
  double?: number | null;

  @Property({ type: 'bigint', nullable: true })
  big?: bigint | null;

  @Property({ type: new BigIntType('string'), nullable: true })
  bigText?: string | null;

  @Property({ type: new BigIntType('number'), nullable: true })
  bigNumber?: number | null;

  @Property({ type: 'decimal', precision: 40, scale: 20, nullable: true })
  decimal?: string | null;

  @Property({ type: new DecimalType('number'), precision: 12, scale: 3, nullable: true })
  decimalNumber?: number | null;

  @Property({ type: 'decimal', columnType: 'numeric', nullable: true })
  numeric?: string | null;

  @Property({ type: 'boolean', default: false })
  flag!: boolean & Opt;

  @Property({ type: 'string', default: 'base' })
  label!: string & Opt;

  @Property({ type: 'string', length: 20, nullable: true })
  short?: string | null;

  @Property({ type: 'text', nullable: true })
  text?: string | null;

  @Property({ type: 'character', length: 5, nullable: true })
  char?: string | null;

  @Property({ type: 'date', nullable: true })
  day?: string | null;

  @Property({ type: 'date', runtimeType: 'Date', nullable: true })
  dayDate?: Date | null;

  @Property({ type: 'time', nullable: true })
  time?: string | null;

  @Property({ type: 'time', columnType: 'time(6)', nullable: true })
  timeMicro?: string | null;

  @Property({ type: 'time', columnType: 'timetz(6)', nullable: true })
  timeZoned?: string | null;

  @Property({ type: 'datetime', nullable: true })
  moment?: Date | null;

  @Property({ type: 'datetime', length: 0, nullable: true })
  momentSeconds?: Date | null;

  @Property({ type: 'datetime', columnType: 'timestamp(6)', nullable: true })
  local?: Date | null;

  @Property({ type: 'interval', nullable: true })
  span?: string | null;

  @Property({ type: 'uuid', nullable: true })
  code?: string | null;

  @Property({ type: 'json', nullable: true })
  data?: unknown;

  @Property({ type: 'json', nullable: true })
  facts?: Facts | null;

  @Property({ type: 'json', columnType: 'json', nullable: true })
  plainJson?: unknown;

  @Property({ type: 'blob', nullable: true })
  blob?: Buffer | null;

  @Property({ type: Uint8ArrayType, nullable: true })
  bytes?: Uint8Array | null;

  @Property({ type: 'text[]', nullable: true })
  words?: string[] | null;

  @Property({ type: new ArrayType(Number), columnType: 'int[]', nullable: true })
  numbers?: number[] | null;

  @Property({ type: new ArrayType(Number), columnType: 'double precision[]', nullable: true })
  doubles?: number[] | null;

  @Property({ type: new ArrayType(BigInt, String), columnType: 'bigint[]', nullable: true })
  bigs?: bigint[] | null;

  @Enum({ items: () => Mood, array: true, nullable: true })
  moods?: Mood[] | null;

  @Enum({ items: () => Mood, array: true, nativeEnumName: 'legacy_tint', nullable: true })
  tints?: Mood[] | null;

  @Enum({ items: () => Grade, array: true, columnType: 'smallint[]', nullable: true })
  grades?: Grade[] | null;

  @Enum({ items: () => Mood, nullable: true })
  mood?: Mood | null;

  @Enum({ items: () => Grade, nullable: true })
  grade?: Grade | null;

  @Enum({ items: () => Mood, nativeEnumName: 'legacy_tint', nullable: true })
  tint?: Mood | null;

  @Enum({ items: [...ODD_VALUES], nullable: true })
  odd?: Odd | null;

  @Enum({ items: [...ODD_VALUES], nativeEnumName: 'legacy_odd', nullable: true })
  oddNative?: Odd | null;

  @Property({ type: Celsius, nullable: true })
  celsius?: number | null;

  @Property({ type: Euro, nullable: true })
  euro?: string | null;

  @Property({ type: Pair, nullable: true })
  pair?: readonly number[] | null;

  @Property({ type: 'text', default: 'preset' })
  preset!: string & Opt;

  @Property({ type: 'bigint', generated: '(whole::bigint * 2) stored' })
  doubled!: bigint & Opt;

  @Formula((columns) => `upper(${columns['label']})`, { type: 'string' })
  shout!: string & Opt;

  @Property({ type: 'text', lazy: true, nullable: true })
  notes?: string | null;

  @Property({ type: 'text', hidden: true, nullable: true })
  secret?: string | null;

  @Property({ type: 'integer', version: true })
  revision!: number & Opt;

  @Property({ type: 'text', serializedName: 'alias', comment: 'Known by another name.', nullable: true })
  renamed?: string | null;

  @Embedded(() => LegacyAddress, { nullable: true })
  home?: LegacyAddress | null;

  @Embedded(() => LegacyAddress, { object: true, nullable: true })
  stored?: LegacyAddress | null;

  @Embedded(() => LegacyAddress, { array: true, nullable: true })
  sites?: LegacyAddress[] | null;
}
