import { defineError } from '../../lib/plugin.js';

export const UnsupportedProperty = defineError<{ property: string; reason: string }>({
  code: 'GM_ORM_UNSUPPORTED_PROPERTY',
  kind: 'integration',
  message: ({ property, reason }) => `The property ${property} is ${reason}, which cannot be read yet.`,
  fix: 'Keep the property out of the API with @Manager({ fields: { …: { expose: false } } }), or map it in another way.',
});

export const UnsupportedEntity = defineError<{ entity: string; reason: string }>({
  code: 'GM_ORM_UNSUPPORTED_ENTITY',
  kind: 'integration',
  message: ({ entity, reason }) => `The entity ${entity} ${reason}, which is not supported.`,
  fix: 'Remove @Manager() from the entity, or map it in another way.',
});

export const UnappliedFilter = defineError<{ entity: string; filter: string }>({
  code: 'GM_ORM_UNAPPLIED_FILTER',
  kind: 'integration',
  message: ({ entity, filter }) =>
    `The entity ${entity} has the MikroORM filter "${filter}" on by default, which generated reads do not apply.`,
  fix: "Say who may see what with @Permission, and acknowledge the filter with @Interface(database({ filters: 'ignore' })).",
});

export const ResultCache = defineError<{ entity: string }>({
  code: 'GM_ORM_RESULT_CACHE',
  kind: 'integration',
  message: ({ entity }) =>
    `MikroORM keeps the results of all queries (resultCache.global), those of ${entity} for one actor as well as for another.`,
  fix: 'Take resultCache.global out of the configuration of the ORM, and keep answers with bootstrap({ cache }).',
});

export const QueryCache = defineError<{ entity: string }>({
  code: 'GM_ORM_QUERY_CACHE',
  kind: 'integration',
  message: ({ entity }) =>
    `A query of ${entity} asks MikroORM to keep its results, which would be those of one actor for another: ${entity} is managed, or leads to what is.`,
  fix: "Leave 'cache' out of the query and resultCache.global out of the configuration of the ORM, and keep answers with bootstrap({ cache }).",
});

export const InvalidLifecycle = defineError<{ entity: string; option: string; reason: string }>({
  code: 'GM_ORM_INVALID_LIFECYCLE',
  kind: 'declaration',
  message: ({ entity, option, reason }) => `database({ ${option} }) of ${entity} cannot be used: ${reason}.`,
  fix: 'Name a mapped property of the type that the option takes, or leave the option out.',
});

export const InvalidVersion = defineError<{ property: string; columnType: string }>({
  code: 'GM_ORM_INVALID_VERSION',
  kind: 'declaration',
  message: ({ property, columnType }) =>
    `The version ${property} has a column of the type ${columnType}, which neither counts whole numbers nor tells times: updates would fail or be lost.`,
  fix: "Say the type, as in @Property({ type: 'integer', version: true }) or type: 'datetime', and migrate the column.",
});

export const SideTableMissing = defineError<{ entity: string; option: string }>({
  code: 'GM_ORM_SIDE_TABLE_MISSING',
  kind: 'integration',
  message: ({ entity, option }) => `${option} needs the side table of the entity ${entity}, which the ORM or the database does not have.`,
  fix: "Add ...sideTables() of general-manager/mikro-orm to the ORM's entities, and run its migrator or schema generator.",
});

export const SideTableOutdated = defineError<{ entity: string; columns: readonly string[] }>({
  code: 'GM_ORM_SIDE_TABLE_OUTDATED',
  kind: 'integration',
  message: ({ entity, columns }) => `The side table of the entity ${entity} lacks columns that this version writes: ${columns.join(', ')}.`,
  fix: "Run the ORM's migrator or schema generator before the new version starts; what is added may be null, so that the old one goes on.",
});

export const ChangesUnseen = defineError({
  code: 'GM_ORM_CHANGES_UNSEEN',
  kind: 'integration',
  message: () => 'What is written cannot be recorded, which caches need: the ORM has no connection pool of the pg driver that it tells of.',
  fix: "Let MikroORM make its own pool, without a Kysely instance or dialect in 'driverOptions', or boot without a cache.",
});

export const ForeignSession = defineError({
  code: 'GM_ORM_FOREIGN_SESSION',
  kind: 'input',
  message: () => 'A write was given an EntityManager in a transaction of another ORM, which it cannot be part of.',
  fix: 'Pass an EntityManager of the ORM that has the entity, or none.',
});

export const UnsupportedDriver = defineError<{ driver: string }>({
  code: 'GM_ORM_UNSUPPORTED_DRIVER',
  kind: 'integration',
  message: ({ driver }) => `The ORM runs on ${driver}, which reads are not made for.`,
  fix: 'Boot with an ORM of @mikro-orm/postgresql, @mikro-orm/sqlite, @mikro-orm/mysql or @mikro-orm/mariadb.',
});

export const UnsupportedRead = defineError<{ what: string }>({
  code: 'GM_ORM_UNSUPPORTED_READ',
  kind: 'input',
  message: ({ what }) => `The read asks for ${what}, which only an application on PostgreSQL gives.`,
  fix: 'Leave that part out of the read, or run the application on PostgreSQL.',
});

export const QuestionMark = defineError({
  code: 'GM_ORM_QUESTION_MARK',
  kind: 'integration',
  message: () => 'A formula, predicate or virtual entity has a question mark in its SQL, which the driver takes for a placeholder.',
  fix: "Write char(63 using utf8mb4) in place of '?'.",
});

export const ReadFailed = defineError<{ manager: string; state: string }>({
  code: 'GM_ORM_VALUE_REFUSED',
  kind: 'input',
  message: ({ manager, state }) =>
    `The database refused a value in the filter or key of ${manager}, or cannot hold a measure of it (SQLSTATE ${state}).`,
  fix: 'Pass values that the columns can hold, and measure values whose sum a number can hold.',
});

export const EnumMismatch = defineError<{ field: string }>({
  code: 'GM_DECL_ENUM_MISMATCH',
  kind: 'declaration',
  message: ({ field }) => `The enum given for ${field} does not have the same values as the mapped property.`,
  fix: 'Pass the enum object that the property is mapped with.',
});

const NOT_EXPRESSIBLE = 'Row-level security cannot say the same: ';

export const NotExpressible = defineError<{ reason: string }>({
  code: 'GM_RLS_NOT_EXPRESSIBLE',
  kind: 'declaration',
  message: ({ reason }) => `${NOT_EXPRESSIBLE}${reason}.`,
  fix: 'Say the rule in another way, or leave row-level security out.',
});

/** What the message of one such problem says besides that it is one. */
export const inexpressible = (message: string): string => message.slice(NOT_EXPRESSIBLE.length, -1);

export const InvalidRole = defineError({
  code: 'GM_RLS_INVALID_ROLE',
  kind: 'declaration',
  message: () => 'Row-level security needs the name of a role, and a schema, each of 1 to 63 bytes.',
  fix: "Name the role that the application connects as, as in { role: 'app' }.",
});

export const UnknownActorValue = defineError<{ attribute: string }>({
  code: 'GM_RLS_ACTOR_VALUE',
  kind: 'integration',
  message: ({ attribute }) => `The database cannot be told the attribute "${attribute}" of the actor.`,
  fix: 'Give actors texts, numbers, booleans, dates and lists of them, without characters that PostgreSQL cannot hold.',
});
