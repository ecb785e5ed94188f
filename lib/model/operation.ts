import type { MutationKind, OperationModel, QueryKind } from './model.js';

const QUERIES: readonly string[] = ['detail', 'list', 'aggregate', 'groups', 'history'] satisfies readonly QueryKind[];

/** Whether an operation reads. */
export const isQuery = (operation: OperationModel): operation is OperationModel<QueryKind> => QUERIES.includes(operation.kind);

/** Whether an operation writes. */
export const isMutation = (operation: OperationModel): operation is OperationModel<MutationKind> => !isQuery(operation);
