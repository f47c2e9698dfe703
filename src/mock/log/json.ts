import { pino } from 'pino';
import type { MockLog } from './log.ts';

/** A log for machines: one JSON object a line. */
export function createJsonLog(write: (line: string) => void): MockLog {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write });
  return {
    delivery({ id, space, method, contract, event, verdict, reason, status, fault, signature, ...rest }) {
      const { violations, moreViolations, warnings, duration, bytes } = rest;
      const level = verdict === 'accepted' ? 'info' : 'warn';
      logger[level](
        {
          delivery: { id, space, method, contract, event, verdict, reason, status, fault, signature },
          violations: violations.slice(0, 10).map(({ in: where, pointer, problems }) => ({
            in: where,
            pointer,
            keywords: problems.map(({ keyword }) => keyword),
          })),
          places: violations.length + moreViolations,
          warnings: warnings.length,
          bytes,
          seconds: duration,
        },
        verdict,
      );
    },
    bug(message, error) {
      logger.error({ bug: true, stack: error instanceof Error ? error.stack : undefined }, message);
    },
    notice(message) {
      logger.info(message);
    },
  };
}
