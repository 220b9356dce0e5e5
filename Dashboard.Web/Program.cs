using Dashboard.Web;

DashboardSite.Build(new WebApplicationOptions { Args = args }).Run();
