using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticAssets;

namespace Dashboard.Web.Delivery;

/// <summary>
/// The addresses of the files that the build made. Each has a hash of its content in it, so that a browser keeps the file
/// for good and asks for another one when it has changed.
/// </summary>
internal sealed class ClientFiles(EndpointDataSource endpoints)
{
    private readonly Lazy<FrozenDictionary<string, string>> _addresses = new(() =>
        endpoints
            .Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
            .OfType<StaticAssetDescriptor>()
            .Select(file =>
                (File: file.Properties.FirstOrDefault(p => p.Name == "label")?.Value, file.Route)
            )
            .Where(file => file.File is not null)
            .DistinctBy(file => file.File)
            .ToFrozenDictionary(file => file.File!, file => $"/{file.Route}")
    );

    /// <param name="file">As it stands under <c>wwwroot</c>, for example <c>dist/app.css</c>.</param>
    public string this[string file] => _addresses.Value.GetValueOrDefault(file, $"/{file}");
}
