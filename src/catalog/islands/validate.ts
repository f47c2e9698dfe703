import * as furtherRules from '../../runtime/explain/further-rules.ts';
import { createClient } from '../../runtime/create-client.ts';
import { explain } from '../../runtime/explain.ts';
import * as support from '../../runtime/support.ts';
import { findUndocumented } from '../../runtime/undocumented.ts';
import { globals } from './globals.ts';

const page = globals();
page.contract = (make) => {
  const definition = make({ ...support, ...furtherRules } as never);
  page.validators = createClient(definition, { explain, findUndocumented });
};
