// Names of the conventions that are not stable yet are not to be imported; these are copies. A spec holds them against the conventions.

/** Rows that a statement gave. Status: development. */
export const ATTR_DB_RESPONSE_RETURNED_ROWS = 'db.response.returned_rows';

/** `db.system.name` of SQLite. Status: development. */
export const DB_SYSTEM_NAME_VALUE_SQLITE = 'sqlite';

/** `db.system.name` of Oracle. Status: development. */
export const DB_SYSTEM_NAME_VALUE_ORACLE_DB = 'oracle.db';

/** `db.system.name` of MongoDB. Status: development. */
export const DB_SYSTEM_NAME_VALUE_MONGODB = 'mongodb';

/** `db.system.name` of databases without a name of their own. Status: development. */
export const DB_SYSTEM_NAME_VALUE_OTHER_SQL = 'other_sql';

/** What MikroORM tells beyond the conventions. */
export const MIKRO_ORM = Object.freeze({
  attributes: {
    /** Name of the entity class. */
    entity: 'mikro_orm.entity',
    /** Entities in the identity map when the operation ended. */
    identityMapSize: 'mikro_orm.identity_map.size',
    /** Statements that the operation ran, those of operations within it included. */
    statements: 'mikro_orm.statements',
    /** Change sets of a flush, by kind. */
    created: 'mikro_orm.change_sets.create',
    updated: 'mikro_orm.change_sets.update',
    deleted: 'mikro_orm.change_sets.delete',
  },
  metrics: {
    operationDuration: 'mikro_orm.operation.duration',
    operationStatements: 'mikro_orm.operation.statements',
  },
});
