import type { InterfaceAdapter } from '../interface/interface-adapter.js';
import type { ManagerModel } from '../model/model.js';

/** Whether a source tells what is written in it, or has nothing but what it reads elsewhere. */
export const tellsChanges = ({ changes, derives }: InterfaceAdapter): boolean => changes !== undefined || derives === true;

/** Whether changes of a manager are told. */
export const isTracked = (manager: ManagerModel): boolean =>
  manager.adapter.derives === true || manager.adapter.changes?.tracks(manager) === true;
