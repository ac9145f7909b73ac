"""What everything runs on: database, migrations, lanes, outbox, jobs, settings, telemetry."""
