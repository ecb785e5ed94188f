import type { Application } from 'general-manager';
import { admin, type AdminPage } from 'general-manager/admin';
import { ADMIN_ACTORS } from './actors.js';

/** The admin page at `/admin`. In development one can act as anybody there, and is told why something is denied. */
export function adminPage(gm: Application): AdminPage {
  const development = process.env['NODE_ENV'] !== 'production';
  return admin(gm, {
    title: 'Fleet admin',
    labels: { Manifest: ['ship', 'sailsOn'], Quote: ['sku', 'vendorCode'], Purchase: ['supplier', 'orderedAt'] },
    ...(development ? { explain: true, actors: ADMIN_ACTORS } : { signIn: { label: 'Token, which is a name in this demo' } }),
  });
}
