namespace Dashboard.Web.Delivery;

/// <summary>JSON documents, one a line.</summary>
internal static class Ndjson
{
    public const string ContentType = "application/x-ndjson";
}
