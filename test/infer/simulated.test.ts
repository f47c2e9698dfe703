import { describe, expect, test } from 'vitest';
import { loadSimulation } from '../../src/api/simulate.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Json } from '../../src/util/json.ts';
import { measure } from './measure.ts';

describe("inferred from half of the simulator's deliveries", () => {
  test.each(['ombori', 'waitwhile', 'qminder'])('%s', async (vendor) => {
    const { contract, deliveries } = await loadSimulation(vendor);
    const sent = [...deliveries({ visitors: 150 })].map(({ body }) => ({
      payload: JSON.parse(new TextDecoder().decode(body)) as Json,
    }));
    const measured = await measure({ contract, validator: createValidator(contract.schemas) }, sent, { mutated: 4 });
    expect(measured.accepted / measured.others).toBeGreaterThanOrEqual(0.98);
    expect(measured.refused).toBeGreaterThanOrEqual(0.95);
  });
});
