import { describe, expect, test } from 'vitest';
import { newConsumer, runNode, vitestProgram } from './consumer.ts';

// Of the other runners, and of the documentation, test/slow/testing-runners.test.ts takes care.
describe('vitest, in a folder of its own,', () => {
  test('passes what is right and shows what is wrong', () => {
    const consumer = newConsumer({
      'a.test.ts': `
        import { expect, test } from 'vitest';
        import { contractTests, example } from 'counterfoil/vitest';
        const payload = { type: 'ticket_created', data: { id: '1', status: 'NEW', source: 'MANUAL', line: '3', craeted: {} } };
        test('right', () => expect(example('qminder', 'ticket_created')).toBeEvent('qminder', 'ticket_created'));
        test('wrong', () => expect(payload).toBeEvent('qminder', 'ticket_created'));
        contractTests({ captures: 'captures/*' });`,
      'captures/a.http':
        'POST /hooks HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"type":"line_changed","data":{"id":"7"}}',
    });
    const { status, output } = runNode(consumer, vitestProgram, 'run', '--reporter=verbose');
    consumer.remove();
    expect(status, output).toBe(1);
    expect(output).toContain(`Error: The payload is no valid ticket_created of qminder@1.0.0: 2 things are wrong.

  /data/created
    is required, and missing
    Did you misspell it? There is "craeted".

  /data/line
    expected  an integer
    got       string "3"

Not described by the contract (receivers ignore it; the strict profile does not):
  /data/craeted

- Expected
+ Received

  {
    "data": {
      "craeted": {},
-     "created": <required>,
      "id": "1",
-     "line": <an integer>,
+     "line": "3",
      "source": "MANUAL",
      "status": "NEW",
    },
    "type": "ticket_created",
  }
`);
    expect(output).toContain('✓ a.test.ts > right');
    expect(output).toContain('✓ a.test.ts > contracts > qminder@1.0.0 > ticket_created, example "ticket-created"');
    expect(output).toMatch(/Tests {2}2 failed \| 12 passed \(14\)/);
    expect(output).toContain(' FAIL  a.test.ts > contracts > captures/a.http > line_changed');
    expect(output).toMatch(/ {2}\/data\/id must be an integer, got string "7"\.\n {4}at {6}captures\/a\.http:4:\d+\n/);
  });
});
