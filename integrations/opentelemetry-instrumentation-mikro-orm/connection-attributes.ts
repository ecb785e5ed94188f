import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_SYSTEM_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  DB_SYSTEM_NAME_VALUE_MARIADB,
  DB_SYSTEM_NAME_VALUE_MICROSOFT_SQL_SERVER,
  DB_SYSTEM_NAME_VALUE_MYSQL,
  DB_SYSTEM_NAME_VALUE_POSTGRESQL,
} from '@opentelemetry/semantic-conventions';
import type { OrmConnection } from './orm.js';
import {
  DB_SYSTEM_NAME_VALUE_MONGODB,
  DB_SYSTEM_NAME_VALUE_ORACLE_DB,
  DB_SYSTEM_NAME_VALUE_OTHER_SQL,
  DB_SYSTEM_NAME_VALUE_SQLITE,
} from './semconv.js';

/** What is told of a connection with everything that runs on it. */
export interface ConnectionDescription {
  readonly attributes: Attributes;
  readonly doubleQuotes: 'name' | 'string';
}

/** By what the name of MikroORM's platform begins with. */
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/^(postgresql|pglite)/i, DB_SYSTEM_NAME_VALUE_POSTGRESQL],
  [/^mysql/i, DB_SYSTEM_NAME_VALUE_MYSQL],
  [/^mariadb/i, DB_SYSTEM_NAME_VALUE_MARIADB],
  [/^mssql/i, DB_SYSTEM_NAME_VALUE_MICROSOFT_SQL_SERVER],
  [/^oracle/i, DB_SYSTEM_NAME_VALUE_ORACLE_DB],
  [/^mongo/i, DB_SYSTEM_NAME_VALUE_MONGODB],
  [/sqlite|libsql|d1/i, DB_SYSTEM_NAME_VALUE_SQLITE],
];

/** In these, text in double quotes may be a string. */
const LOOSE_QUOTES: readonly string[] = [DB_SYSTEM_NAME_VALUE_MYSQL, DB_SYSTEM_NAME_VALUE_MARIADB, DB_SYSTEM_NAME_VALUE_SQLITE];

/** Describes connections, each once. */
export class Connections {
  readonly #known = new WeakMap<object, ConnectionDescription>();

  describe(connection: OrmConnection): ConnectionDescription {
    const known = this.#known.get(connection);
    if (known) return known;
    const described = describe(connection);
    this.#known.set(connection, described);
    return described;
  }
}

function describe(connection: OrmConnection): ConnectionDescription {
  const system = systemOf(connection);
  const doubleQuotes = LOOSE_QUOTES.includes(system) ? 'string' : 'name';
  // A file has no address, and its path belongs to the machine.
  const place = system === DB_SYSTEM_NAME_VALUE_SQLITE ? {} : placeOf(connection);
  return { attributes: { [ATTR_DB_SYSTEM_NAME]: system, ...place }, doubleQuotes };
}

/** Platforms are classes that are named after their database; those of applications extend them. */
function systemOf(connection: OrmConnection): string {
  for (let each = prototypeOf(connection.getPlatform()); each; each = prototypeOf(each)) {
    const { name } = each.constructor;
    const found = SYSTEMS.find(([pattern]) => pattern.test(name));
    if (found) return found[1];
  }
  return DB_SYSTEM_NAME_VALUE_OTHER_SQL;
}

const prototypeOf = (found: object): object | null => Object.getPrototypeOf(found) as object | null;

function placeOf(connection: OrmConnection): Attributes {
  try {
    const { host, port, database } = connection.getConnectionOptions();
    return {
      ...(typeof database === 'string' && database !== '' && { [ATTR_DB_NAMESPACE]: database }),
      ...(typeof host === 'string' && host !== '' && { [ATTR_SERVER_ADDRESS]: host }),
      ...(Number.isInteger(port) && port !== 0 && { [ATTR_SERVER_PORT]: port }),
    };
  } catch {
    // A client of the application's own may have no address.
    return {};
  }
}
