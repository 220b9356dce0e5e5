namespace AppHost;

/// <summary>An application that cannot be started as it is described says so in one line, and ends with exit code 1.</summary>
static class StartErrors
{
    /// <summary>
    /// Leaves out the stack trace of what the person at the console can mend: it would hide the line that says how.
    /// </summary>
    public static void AreOneLine() =>
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (unhandled.ExceptionObject is DistributedApplicationException problem)
            {
                Console.Error.WriteLine(problem.Message);
                Environment.Exit(1);
            }
        };
}
