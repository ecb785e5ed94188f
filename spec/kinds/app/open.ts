import 'reflect-metadata';
import { MikroORM, type Options } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import { graphql, type ExecutionResult } from 'graphql';
import { freshDatabase } from '../../support/postgres.js';

/** A booted application over a database of its own. */
export interface OpenedApp {
  readonly gm: Application;
  readonly orm: MikroORM;
  sql(text: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  execute(source: string, variables?: Record<string, unknown>): Promise<ExecutionResult>;
  /** The data of an answer without errors. */
  data(source: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Opens an ORM of the given entities over an empty database with their tables, and boots it. */
export async function openApp(entities: NonNullable<Options['entities']>, options: Partial<BootstrapOptions> = {}): Promise<OpenedApp> {
  const database = await freshDatabase('kinds');
  const orm = await MikroORM.init({ clientUrl: database.url, entities });
  const close = async (): Promise<void> => {
    await orm.close();
    await database.drop();
  };
  try {
    await orm.schema.create();
    const gm = await bootstrap({ orm, drift: 'refuse', ...options });
    const execute: OpenedApp['execute'] = async (source, variableValues = {}) => {
      const result = await graphql({ schema: gm.schema, source, variableValues, contextValue: {} });
      // What a client gets is JSON.
      return JSON.parse(JSON.stringify(result)) as ExecutionResult;
    };
    return {
      gm,
      orm,
      execute,
      sql: async (text, parameters = []) => orm.em.getConnection().execute(text, [...parameters]),
      data: async (source, variables) => {
        const { data, errors } = await execute(source, variables);
        if (errors) throw new Error(JSON.stringify(errors));
        return data ?? {};
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
