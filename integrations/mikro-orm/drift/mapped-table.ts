/** A table or view as the mapping names it; without a schema it is looked up in the connection's search path. */
export interface RelationName {
  readonly schema: string | undefined;
  readonly name: string;
}

/** A column as the mapping describes it. */
export interface MappedColumn {
  readonly name: string;
  /** The property behind it: `Track.name`, `Customer.address.city`. */
  readonly path: string;
  /** The declared type; undefined where the mapping says that it is not to be compared. */
  readonly type: string | undefined;
  /** Whether length, precision or scale are other than what MikroORM fills in where the mapping says nothing. */
  readonly statesModifiers: boolean;
  /** Undefined for generated columns, whose expression decides. */
  readonly nullable: boolean | undefined;
  /** The members of an enum, as the database stores them. */
  readonly members: readonly string[] | undefined;
}

/** A key as the mapping describes it. */
export interface MappedKey {
  readonly path: string;
  readonly columns: readonly string[];
}

/** A foreign key as the mapping describes it: each column with the one that it refers to. */
export interface MappedReference extends MappedKey {
  readonly target: RelationName;
  readonly targetColumns: readonly string[];
}

/** What the mapping says of one table or view. */
export interface MappedTable {
  /** The entity, or for a pivot table the property: `Track`, `Playlist.tracks`. */
  readonly path: string;
  readonly relation: RelationName;
  readonly view: boolean;
  /** Whether rows are inserted into it. */
  readonly writable: boolean;
  readonly columns: readonly MappedColumn[];
  readonly primaryKey: MappedKey;
  readonly uniqueKeys: readonly MappedKey[];
  readonly references: readonly MappedReference[];
}

/** A relation's name for messages and look-ups: `track`, `sales.order`. */
export const textOf = ({ schema, name }: RelationName): string => (schema === undefined ? name : `${schema}.${name}`);
