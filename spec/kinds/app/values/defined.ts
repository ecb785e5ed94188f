import { ArrayType, BigIntType, defineEntity, p, type InferEntity } from '@mikro-orm/postgresql';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Celsius, Euro, Grade, Mood, ODD_VALUES, Pair, type Facts } from './parts.js';

const Spot = defineEntity({
  name: 'DefinedSpot',
  embeddable: true,
  properties: { latitude: p.double(), longitude: p.double().nullable(), since: p.datetime().nullable(), rank: p.bigint().nullable() },
});

const Address = defineEntity({
  name: 'DefinedAddress',
  embeddable: true,
  properties: {
    street: p.string(),
    kind: p.enum(() => Mood).nullable(),
    rent: p.decimal().precision(20).scale(4).nullable(),
    secret: p.string().hidden().nullable(),
    spot: () => p.embedded(Spot).nullable(),
  },
});

/** Every kind of property, by `defineEntity`. */
export const DefinedValue = defineEntity({
  name: 'DefinedValue',
  properties: {
    id: p.integer().primary(),
    whole: p.integer().default(0),
    small: p.smallint().nullable(),
    real: p.float().nullable(),
    double: p.double().nullable(),
    big: p.bigint().nullable(),
    bigText: p.bigint('string').nullable(),
    bigNumber: p.bigint('number').nullable(),
    decimal: p.decimal().precision(40).scale(20).nullable(),
    decimalNumber: p.decimal('number').precision(12).scale(3).nullable(),
    numeric: p.decimal().columnType('numeric').nullable(),
    flag: p.boolean().default(false),
    label: p.string().default('base'),
    short: p.string().length(20).nullable(),
    text: p.text().nullable(),
    char: p.character().length(5).nullable(),
    day: p.date().nullable(),
    dayDate: p.type('date').$type<Date>().runtimeType('Date').nullable(),
    time: p.time().nullable(),
    timeMicro: p.time().columnType('time(6)').nullable(),
    timeZoned: p.time().columnType('timetz(6)').nullable(),
    moment: p.datetime().nullable(),
    momentSeconds: p.datetime(0).nullable(),
    local: p.datetime().columnType('timestamp(6)').nullable(),
    span: p.interval().nullable(),
    code: p.uuid().nullable(),
    data: p.json<unknown>().nullable(),
    facts: p.json<Facts>().nullable(),
    plainJson: p.json<unknown>().columnType('json').nullable(),
    blob: p.blob().nullable(),
    bytes: p.uint8array().nullable(),
    words: p.array().nullable(),
    numbers: p.array(Number).columnType('int[]').nullable(),
    doubles: p.array(Number).columnType('double precision[]').nullable(),
    bigs: p
      .type(new ArrayType((each) => BigInt(each), String))
      .$type<bigint[]>()
      .columnType('bigint[]')
      .nullable(),
    moods: p
      .enum(() => Mood)
      .array()
      .nullable(),
    tints: p
      .enum(() => Mood)
      .nativeEnumName('defined_tint')
      .array()
      .nullable(),
    grades: p
      .enum(() => Grade)
      .array()
      .columnType('smallint[]')
      .nullable(),
    mood: p.enum(() => Mood).nullable(),
    grade: p.enum(() => Grade).nullable(),
    tint: p
      .enum(() => Mood)
      .nativeEnumName('defined_tint')
      .nullable(),
    odd: p.enum([...ODD_VALUES]).nullable(),
    oddNative: p
      .enum([...ODD_VALUES])
      .nativeEnumName('defined_odd')
      .nullable(),
    celsius: p.type(Celsius).nullable(),
    euro: p.type(Euro).nullable(),
    pair: p.type(Pair).nullable(),
    preset: p.text().default('preset'),
    doubled: p.integer().generated('(whole::bigint * 2) stored').columnType('bigint').type(BigIntType),
    shout: p
      .string()
      .persist(false)
      .formula((columns) => `upper(${columns['label']})`),
    notes: p.text().lazy().nullable(),
    secret: p.text().hidden().nullable(),
    revision: p.integer().version(),
    renamed: p.text().serializedName('alias').nullable().comment('Known by another name.'),
    home: () => p.embedded(Address).nullable(),
    stored: () => p.embedded(Address).object().nullable(),
    sites: () => p.embedded(Address).array().nullable(),
  },
});
Manager({ description: 'Every kind of property.' })(DefinedValue);
Permission({ read: everyone() })(DefinedValue);

export type DefinedValue = InferEntity<typeof DefinedValue>;
