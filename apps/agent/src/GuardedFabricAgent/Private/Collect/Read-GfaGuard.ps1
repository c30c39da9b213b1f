# The guards that runs have set: what each says, its file, and that of the quick collectors while these are not done.
function Read-GfaGuard {
    param([string]$StatePath)
    foreach ($folder in @(Get-ChildItem -LiteralPath (Join-Path $StatePath 'work') -Directory -ErrorAction SilentlyContinue)) {
        $file = Join-Path $folder.FullName 'guard.json'
        if (-not (Test-Path -LiteralPath $file)) { continue }
        @{ Told = Read-GfaJson $file; File = $file; QuickFile = Join-Path $folder.FullName 'quick.txt' }
    }
}
