using Dashboard.Web;
using Sessions;

var isStarted = false;
try
{
    var app = DashboardSite.Build(
        new WebApplicationOptions
        {
            Args = args,
            // Its settings and files are beside the program, wherever it is started from.
            ContentRootPath = AppContext.BaseDirectory,
        }
    );
    app.Lifetime.ApplicationStarted.Register(() => isStarted = true);
    await app.RunAsync();
    return 0;
}
catch (Exception problem)
    when (!isStarted && (problem is StoreException || StartProblem.IsOperators(problem)))
{
    Console.Error.WriteLine($"dashboard: {StartProblem.Line(problem)}");
    return 1;
}
