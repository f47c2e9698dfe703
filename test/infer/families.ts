import { agenda } from './families/agenda.ts';
import { bazaar } from './families/bazaar.ts';
import { board, chat } from './families/board-and-chat.ts';
import { forge } from './families/forge.ts';
import { forum } from './families/forum.ts';
import { pager } from './families/pager.ts';
import { payments } from './families/payments.ts';
import { calls, post } from './families/post-and-calls.ts';
import { repos } from './families/repos.ts';
import { runner } from './families/runner.ts';
import { shop } from './families/shop.ts';
import { till } from './families/till.ts';
import type { MadeVendor } from './vendors.ts';

export { randomVendor } from './families/random.ts';

/** Made-up vendors, by the names that docs/infer.md has for them. */
export const families: Readonly<Record<string, MadeVendor>> = {
  forge,
  payments,
  board,
  chat,
  shop,
  till,
  repos,
  bazaar,
  pager,
  post,
  calls,
  runner,
  agenda,
  forum,
};
