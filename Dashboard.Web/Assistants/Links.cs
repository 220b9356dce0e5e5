using Dashboard.Web.Compare;
using Dashboard.Web.Delivery;

namespace Dashboard.Web.Assistants;

/// <summary>Addresses of the pages that an answer speaks of, at the address that the assistant called.</summary>
internal sealed class Links(IHttpContextAccessor http)
{
    public string Session(string id) => Root + SessionAddress.Page(id);

    public string Runner(string name) => Root + SessionAddress.Runner(name);

    public string Compare(string first, string second) =>
        Root + CompareEndpoints.Url([first, second]);

    private string Root =>
        http.HttpContext?.Request is { } request ? $"{request.Scheme}://{request.Host}" : "";
}
