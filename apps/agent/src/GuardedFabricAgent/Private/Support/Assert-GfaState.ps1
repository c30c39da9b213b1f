# A run takes its server and its credential from this folder: not from one that somebody else may have made.
function Assert-GfaState {
    param([string]$StatePath)
    foreach ($folder in Get-GfaOwnFolder -StatePath $StatePath) {
        if (Test-GfaLink -Path $folder) { throw (Get-GfaMessage FolderLink $folder) }
        if ((Test-Path -LiteralPath $folder) -and -not (Test-GfaTrusted -Path $folder)) { throw (Get-GfaMessage FolderForeign $folder) }
    }
}
