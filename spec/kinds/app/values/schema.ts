import { ArrayType, BigIntType, DecimalType, EntitySchema, Uint8ArrayType, type Opt } from '@mikro-orm/core';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Celsius, Euro, Grade, Mood, ODD_VALUES, Pair, type Facts, type Odd } from './parts.js';

interface Spot {
  latitude: number;
  longitude?: number | null;
  since?: Date | null;
  rank?: bigint | null;
}

interface Address {
  street: string;
  kind?: Mood | null;
  rent?: string | null;
  secret?: string | null;
  spot?: Spot | null;
}

export interface SchemaValue {
  id: number;
  whole: number & Opt;
  small?: number | null;
  real?: number | null;
  double?: number | null;
  big?: bigint | null;
  bigText?: string | null;
  bigNumber?: number | null;
  decimal?: string | null;
  decimalNumber?: number | null;
  numeric?: string | null;
  flag: boolean & Opt;
  label: string & Opt;
  short?: string | null;
  text?: string | null;
  char?: string | null;
  day?: string | null;
  dayDate?: Date | null;
  time?: string | null;
  timeMicro?: string | null;
  timeZoned?: string | null;
  moment?: Date | null;
  momentSeconds?: Date | null;
  local?: Date | null;
  span?: string | null;
  code?: string | null;
  data?: unknown;
  facts?: Facts | null;
  plainJson?: unknown;
  blob?: Buffer | null;
  bytes?: Uint8Array | null;
  words?: string[] | null;
  numbers?: number[] | null;
  doubles?: number[] | null;
  bigs?: bigint[] | null;
  moods?: Mood[] | null;
  tints?: Mood[] | null;
  grades?: Grade[] | null;
  mood?: Mood | null;
  grade?: Grade | null;
  tint?: Mood | null;
  odd?: Odd | null;
  oddNative?: Odd | null;
  celsius?: number | null;
  euro?: string | null;
  pair?: readonly number[] | null;
  preset: string & Opt;
  doubled: bigint & Opt;
  shout: string & Opt;
  notes?: string | null;
  secret?: string | null;
  revision: number & Opt;
  renamed?: string | null;
  home?: Address | null;
  stored?: Address | null;
  sites?: Address[] | null;
}

const SpotSchema = new EntitySchema<Spot>({
  name: 'SchemaSpot',
  embeddable: true,
  properties: {
    latitude: { type: 'double' },
    longitude: { type: 'double', nullable: true },
    since: { type: 'datetime', nullable: true },
    rank: { type: 'bigint', nullable: true },
  },
});

const AddressSchema = new EntitySchema<Address>({
  name: 'SchemaAddress',
  embeddable: true,
  properties: {
    street: { type: 'string' },
    kind: { enum: true, items: () => Mood, nullable: true },
    rent: { type: 'decimal', precision: 20, scale: 4, nullable: true },
    secret: { type: 'string', hidden: true, nullable: true },
    spot: { kind: 'embedded', entity: () => SpotSchema, nullable: true },
  },
});

/** Every kind of property, by `EntitySchema`. */
export const SchemaValue = new EntitySchema<SchemaValue>({
  name: 'SchemaValue',
  properties: {
    id: { type: 'integer', primary: true },
    whole: { type: 'integer', default: 0 },
    small: { type: 'smallint', nullable: true },
    real: { type: 'float', nullable: true },
    double: { type: 'double', nullable: true },
    big: { type: 'bigint', nullable: true },
    bigText: { type: new BigIntType('string'), nullable: true },
    bigNumber: { type: new BigIntType('number'), nullable: true },
    decimal: { type: 'decimal', precision: 40, scale: 20, nullable: true },
    decimalNumber: { type: new DecimalType('number'), precision: 12, scale: 3, nullable: true },
    numeric: { type: 'decimal', columnType: 'numeric', nullable: true },
    flag: { type: 'boolean', default: false },
    label: { type: 'string', default: 'base' },
    short: { type: 'string', length: 20, nullable: true },
    text: { type: 'text', nullable: true },
    char: { type: 'character', length: 5, nullable: true },
    day: { type: 'date', nullable: true },
    dayDate: { type: 'date', runtimeType: 'Date', nullable: true },
    time: { type: 'time', nullable: true },
    timeMicro: { type: 'time', columnType: 'time(6)', nullable: true },
    timeZoned: { type: 'time', columnType: 'timetz(6)', nullable: true },
    moment: { type: 'datetime', nullable: true },
    momentSeconds: { type: 'datetime', length: 0, nullable: true },
    local: { type: 'datetime', columnType: 'timestamp(6)', nullable: true },
    span: { type: 'interval', nullable: true },
    code: { type: 'uuid', nullable: true },
    data: { type: 'json', nullable: true },
    facts: { type: 'json', nullable: true },
    plainJson: { type: 'json', columnType: 'json', nullable: true },
    blob: { type: 'blob', nullable: true },
    bytes: { type: Uint8ArrayType, nullable: true },
    words: { type: 'text[]', nullable: true },
    numbers: { type: new ArrayType(Number), columnType: 'int[]', nullable: true },
    doubles: { type: new ArrayType(Number), columnType: 'double precision[]', nullable: true },
    bigs: { type: new ArrayType(BigInt, String), columnType: 'bigint[]', nullable: true },
    moods: { enum: true, items: () => Mood, array: true, nullable: true },
    tints: { enum: true, items: () => Mood, array: true, nativeEnumName: 'schema_tint', nullable: true },
    grades: { enum: true, items: () => Grade, array: true, columnType: 'smallint[]', nullable: true },
    mood: { enum: true, items: () => Mood, nullable: true },
    grade: { enum: true, items: () => Grade, nullable: true },
    tint: { enum: true, items: () => Mood, nativeEnumName: 'schema_tint', nullable: true },
    odd: { enum: true, items: [...ODD_VALUES], nullable: true },
    oddNative: { enum: true, items: [...ODD_VALUES], nativeEnumName: 'schema_odd', nullable: true },
    celsius: { type: Celsius, nullable: true },
    euro: { type: Euro, nullable: true },
    pair: { type: Pair, nullable: true },
    preset: { type: 'text', default: 'preset' },
    doubled: { type: 'bigint', generated: '(whole::bigint * 2) stored' },
    shout: { type: 'string', persist: false, formula: (columns) => `upper(${columns.label})` },
    notes: { type: 'text', lazy: true, nullable: true },
    secret: { type: 'text', hidden: true, nullable: true },
    revision: { type: 'integer', version: true },
    renamed: { type: 'text', serializedName: 'alias', comment: 'Known by another name.', nullable: true },
    home: { kind: 'embedded', entity: () => AddressSchema, nullable: true },
    stored: { kind: 'embedded', entity: () => AddressSchema, object: true, nullable: true },
    sites: { kind: 'embedded', entity: () => AddressSchema, array: true, nullable: true },
  },
});
Manager({ description: 'Every kind of property.' })(SchemaValue);
Permission({ read: everyone() })(SchemaValue);
