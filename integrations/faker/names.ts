import type { Faker } from '@faker-js/faker';
import type { ValueRequest } from '../../lib/plugin.js';
import type { FromFaker } from './faker-values.js';
import { emailOf } from './formats.js';

/** Words that a name has, and what it is then: the last word counts, or the last two. */
type Table = Readonly<Record<string, FromFaker>>;

const TEXTS: Table = Object.freeze({
  account: (faker) => faker.finance.accountNumber(),
  address: (faker) => faker.location.streetAddress(),
  author: (faker) => faker.person.fullName(),
  bic: (faker) => faker.finance.bic(),
  body: (faker) => faker.lorem.paragraph(),
  brand: (faker) => faker.company.name(),
  'call sign': (faker) => faker.string.alpha({ length: 5, casing: 'upper' }),
  city: (faker) => faker.location.city(),
  color: (faker) => faker.color.human(),
  colour: (faker) => faker.color.human(),
  comment: (faker) => faker.lorem.sentence(),
  company: (faker) => faker.company.name(),
  composer: (faker) => faker.person.fullName(),
  content: (faker) => faker.lorem.paragraph(),
  country: (faker) => faker.location.country(),
  'country code': (faker) => faker.location.countryCode(),
  county: (faker) => faker.location.county(),
  currency: (faker) => faker.finance.currencyCode(),
  department: (faker) => faker.commerce.department(),
  description: (faker) => faker.lorem.sentence(),
  domain: (faker) => faker.internet.domainName(),
  duty: (faker) => faker.person.jobTitle(),
  email: emailOf,
  mail: emailOf,
  fax: (faker) => faker.phone.number({ style: 'national' }),
  file: (faker) => faker.system.commonFileName(),
  filename: (faker) => faker.system.commonFileName(),
  'first name': (faker) => faker.person.firstName(),
  forename: (faker) => faker.person.firstName(),
  'full name': (faker) => faker.person.fullName(),
  gender: (faker) => faker.person.sex(),
  genre: (faker) => faker.music.genre(),
  hostname: (faker) => faker.internet.domainName(),
  iban: (faker) => faker.finance.iban(),
  ip: (faker) => faker.internet.ipv4(),
  isbn: (faker) => faker.commerce.isbn(),
  job: (faker) => faker.person.jobTitle(),
  'job title': (faker) => faker.person.jobTitle(),
  label: (faker) => faker.lorem.words(2),
  language: (faker) => faker.location.language().name,
  'last name': (faker) => faker.person.lastName(),
  surname: (faker) => faker.person.lastName(),
  locale: (faker) => faker.helpers.arrayElement(['de', 'en', 'es', 'fr', 'it']),
  login: (faker) => faker.internet.username().toLowerCase(),
  manufacturer: (faker) => faker.company.name(),
  message: (faker) => faker.lorem.sentence(),
  'middle name': (faker) => faker.person.middleName(),
  mime: (faker) => faker.system.mimeType(),
  mobile: (faker) => faker.phone.number({ style: 'international' }),
  nickname: (faker) => faker.internet.username(),
  note: (faker) => faker.lorem.sentence(),
  notes: (faker) => faker.lorem.sentence(),
  owner: (faker) => faker.person.fullName(),
  passport: (faker) => faker.string.alphanumeric({ length: 9, casing: 'upper' }),
  password: (faker) => faker.string.alphanumeric(16),
  phone: (faker) => faker.phone.number({ style: 'international' }),
  plate: (faker) => faker.vehicle.vrm(),
  postcode: (faker) => faker.location.zipCode(),
  'postal code': (faker) => faker.location.zipCode(),
  zip: (faker) => faker.location.zipCode(),
  product: (faker) => faker.commerce.productName(),
  reason: (faker) => faker.lorem.sentence(),
  region: (faker) => faker.location.state(),
  remark: (faker) => faker.lorem.sentence(),
  serial: (faker) => faker.string.alphanumeric({ length: 10, casing: 'upper' }),
  sku: (faker) => faker.string.alphanumeric({ length: 8, casing: 'upper' }),
  slug: (faker) => faker.lorem.slug(),
  state: (faker) => faker.location.state(),
  street: (faker) => faker.location.streetAddress(),
  subject: (faker) => faker.lorem.words(4),
  summary: (faker) => faker.lorem.sentence(),
  supplier: (faker) => faker.company.name(),
  tag: (faker) => faker.lorem.word(),
  telephone: (faker) => faker.phone.number({ style: 'international' }),
  text: (faker) => faker.lorem.sentence(),
  timezone: (faker) => faker.location.timeZone(),
  title: (faker) => faker.lorem.words(3),
  'time zone': (faker) => faker.location.timeZone(),
  url: (faker) => `https://${faker.internet.domainWord()}.example.com`,
  username: (faker) => faker.internet.username().toLowerCase(),
  'user name': (faker) => faker.internet.username().toLowerCase(),
  vendor: (faker) => faker.company.name(),
  website: (faker) => `https://${faker.internet.domainWord()}.example.com`,
} satisfies Table);

/** What a `name` is depends on whose it is. */
const OWNERS: Table = Object.freeze({
  album: (faker) => faker.music.album(),
  artist: (faker) => faker.music.artist(),
  author: (faker) => faker.person.fullName(),
  city: (faker) => faker.location.city(),
  client: (faker) => faker.person.fullName(),
  company: (faker) => faker.company.name(),
  country: (faker) => faker.location.country(),
  customer: (faker) => faker.person.fullName(),
  department: (faker) => faker.commerce.department(),
  employee: (faker) => faker.person.fullName(),
  genre: (faker) => faker.music.genre(),
  item: (faker) => faker.commerce.productName(),
  language: (faker) => faker.location.language().name,
  manufacturer: (faker) => faker.company.name(),
  member: (faker) => faker.person.fullName(),
  organisation: (faker) => faker.company.name(),
  organization: (faker) => faker.company.name(),
  person: (faker) => faker.person.fullName(),
  place: (faker) => faker.location.city(),
  port: (faker) => `Port of ${faker.location.city()}`,
  product: (faker) => faker.commerce.productName(),
  song: (faker) => faker.music.songName(),
  supplier: (faker) => faker.company.name(),
  track: (faker) => faker.music.songName(),
  user: (faker) => faker.person.fullName(),
  vendor: (faker) => faker.company.name(),
} satisfies Table);

const FLOATS: Table = Object.freeze({
  lat: (faker) => faker.location.latitude(),
  latitude: (faker) => faker.location.latitude(),
  lng: (faker) => faker.location.longitude(),
  lon: (faker) => faker.location.longitude(),
  longitude: (faker) => faker.location.longitude(),
} satisfies Table);

const INTEGERS: Table = Object.freeze({
  age: (faker) => faker.number.int({ min: 18, max: 90 }),
  year: (faker) => faker.number.int({ min: 1980, max: 2024 }),
  rating: (faker) => faker.number.int({ min: 1, max: 5 }),
  percent: (faker) => faker.number.int({ min: 0, max: 100 }),
  quantity: (faker) => faker.number.int({ min: 1, max: 50 }),
  priority: (faker) => faker.number.int({ min: 1, max: 5 }),
} satisfies Table);

const day = (time: Date): string => time.toISOString().slice(0, 10);

const DATES: Table = Object.freeze({
  birthday: (faker) => day(faker.date.birthdate()),
  born: (faker) => day(faker.date.birthdate()),
  'birth date': (faker) => day(faker.date.birthdate()),
  'date of birth': (faker) => day(faker.date.birthdate()),
} satisfies Table);

/** What makes a value that looks like the name of its field; undefined where the name tells nothing, or where bounds say more. */
export function named({ owner, field, type, constraints }: ValueRequest): FromFaker | undefined {
  if (field.list || constraints.in || constraints.textCase || constraints.contains) return undefined;
  const words = wordsOf(field.name);
  if (type === 'string') return found(TEXTS, words) ?? (words.at(-1) === 'name' ? nameOf(owner) : undefined);
  const isBounded = [constraints.min, constraints.max, constraints.above, constraints.below, constraints.multipleOf].some(
    (each) => each !== undefined,
  );
  if (isBounded) return undefined;
  if (type === 'float') return found(FLOATS, words);
  if (type === 'int') return found(INTEGERS, words);
  return type === 'date' ? found(DATES, words) : undefined;
}

const nameOf = (owner: string): FromFaker => found(OWNERS, wordsOf(owner)) ?? ((faker: Faker) => titled(faker.lorem.words(2)));

const titled = (text: string): string => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

function found(table: Table, words: readonly string[]): FromFaker | undefined {
  for (const count of [3, 2, 1]) {
    const name = words.slice(-count).join(' ');
    if (words.length >= count && Object.hasOwn(table, name)) return table[name];
  }
  return undefined;
}

/** `firstName`, `first_name` and `FirstName` have the words "first name". */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
