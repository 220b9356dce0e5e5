using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Web;
using Dashboard.Web.Api;
using Dashboard.Web.Hardening;
using Dashboard.Web.Health;
using Dashboard.Web.SessionList;
using Dashboard.Web.SessionPage;
using Dashboard.Web.Shell;
using Sessions.ClickHouse.Hosting;
using Sessions.Sqlite.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.ListenOnDefaultAddress();
builder.WebHost.UseStaticWebAssets();
if (!builder.Services.TryAddClickHouseReader(builder.Configuration))
{
    builder.Services.AddSessionStoreReader(builder.Configuration);
}

builder.Services.AddDashboard(builder.Configuration);
builder.Services.AddHealthChecks().AddCheck<StoreCheck>("store");
builder.Services.AddProblemDetails();
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
    options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
});
builder.Services.AddOpenApi();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseStoreAway();
app.MapStaticAssets();
app.MapOpenApi();
app.MapDefaultEndpoints();
app.MapSessionHealth();
app.MapSessionApi();
app.MapSessionList();
app.MapSessionPage();
app.MapFallback(Notices.UnknownPage);
app.Run();
