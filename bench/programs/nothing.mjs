// The least that a Node program can take.
process.exitCode = 0;
