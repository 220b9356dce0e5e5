using Dashboard.Web;
using Microsoft.AspNetCore.Connections;
using Sessions;

try
{
    DashboardSite.Build(new WebApplicationOptions { Args = args }).Run();
    return 0;
}
catch (Exception problem) when (IsForTheOperator(problem))
{
    Console.Error.WriteLine($"dashboard: {problem.Message}");
    return 1;
}

// A wrong setting or a port in use: one line says it, a stack trace would hide it.
static bool IsForTheOperator(Exception problem) =>
    problem is ConfigurationException or StoreUnusableException or StoreUnavailableException
    || (problem is IOException && problem.InnerException is AddressInUseException);
