using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Live;

/// <summary>Renders components to text outside any request. One for each change: a renderer keeps all that it rendered.</summary>
internal sealed class Rendering(IServiceScopeFactory scopes, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope = scopes.CreateAsyncScope();
    private HtmlRenderer? _renderer;

    /// <summary>A component with its parameters, as HTML.</summary>
    public Task<string> HtmlAsync(
        Type component,
        params IEnumerable<(string Name, object? Value)> given
    )
    {
        var renderer = _renderer ??= new HtmlRenderer(_scope.ServiceProvider, loggers);
        var parameters = ParameterView.FromDictionary(
            given.ToDictionary(parameter => parameter.Name, parameter => parameter.Value)
        );
        return renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(component, parameters)).ToHtmlString()
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_renderer is not null)
        {
            await _renderer.DisposeAsync();
        }

        await _scope.DisposeAsync();
    }
}
