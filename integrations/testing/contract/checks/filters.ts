import type { ManagerModel, ReadRequest } from '../../../../lib/plugin.js';
import { Conditions, type Asked } from '../conditions.js';
import { keyFields } from '../requests.js';
import { answering, WHOLE, type Check } from './check.js';

const filtered = (manager: ManagerModel, filters: readonly Asked[]): readonly ReadRequest[] =>
  filters.map((filter) => ({ select: keyFields(manager), filter, page: WHOLE, total: manager.total }));

export const FILTERS: readonly Check[] = Object.freeze([
  answering('answers each operator that it offers', (subject, manager) => filtered(manager, new Conditions(subject).simple(manager))),
  answering('answers conditions on what relations lead to', (subject, manager) =>
    filtered(manager, new Conditions(subject).related(manager)),
  ),
  answering('answers conditions that are put together, where null is neither true nor false', (subject, manager) =>
    filtered(manager, new Conditions(subject).combined(manager)),
  ),
]);
