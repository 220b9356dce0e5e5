namespace Aspire.Hosting;

/// <summary>Where a project lives; the classes in <c>Projects</c> are generated with it.</summary>
public interface IProjectMetadata
{
    /// <summary>Absolute path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Absolute path of what the build made of it. Only the stand-ins have this: they start no <c>dotnet run</c>.</summary>
    string AssemblyPath { get; }
}
