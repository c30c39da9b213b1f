# The task runs this module as SYSTEM: not from where ordinary users write, and not from where SYSTEM does not look.
function Assert-GfaModulePlace {
    if (-not (Test-GfaWindows)) { return }
    $folder = Split-Path -Parent $script:GfaManifestPath
    foreach ($place in $env:ProgramFiles, $env:SystemRoot) {
        if ($place -and "$folder\" -like "$place\*") { return }
    }
    throw (Get-GfaMessage ModulePlace $folder)
}
