import { bootCore, BootError } from '../../../../lib/plugin.js';

/** A function that fails as bootstrap does. */
export const gm = (): never => {
  const { problems } = bootCore({ adapters: [], managers: [class Plain {}, class Other {}] });
  throw new BootError(problems);
};
