# Runs one script of the catalogue as a console of a guarded host would: in Constrained Language Mode, against
# stubs, in a session of its own.

$commands = Get-Content -LiteralPath "$PSScriptRoot/commands.json" -Raw | ConvertFrom-Json

function Get-CatalogueCommand {
    param([string]$Id)
    ($commands | Where-Object id -EQ $Id).command
}

# Fills in what the person fills in; anything that is not there to be filled in is a mistake of the test.
function Set-CatalogueBlank {
    param([string]$Command, [hashtable]$Value)
    foreach ($name in $Value.Keys) {
        $blank = "(?m)^(\s*)\`$$name = (''|@\(\)).*$"
        if ($Command -notmatch $blank) { throw "The script has no blank `$$name" }
        $Command = $Command -replace $blank, "`$1`$`$$name = $($Value[$name].Replace('$', '$$'))"
    }
    $Command
}

function Invoke-CatalogueScript {
    param(
        [string]$Command,
        [hashtable]$Answers = @{},
        # Given to the answers that are script blocks.
        [object]$State,
        [string[]]$Fail = @(),
        [int]$FailAt = -1,
        # Commands that this host does not have.
        [string[]]$Missing = @(),
        [switch]$Unelevated
    )
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript('param($Module) $global:GfCalls = [Collections.ArrayList]::new(); Import-Module $Module; $env:COMPUTERNAME = "HV-01"; $env:SystemDrive = "C:"').
            AddArgument("$PSScriptRoot/CatalogueStubs.psm1").Invoke()
        $shell.Runspace.SessionStateProxy.SetVariable('GfScenario', @{ Answers = $Answers; State = $State; Fail = $Fail; FailAt = $FailAt; Unelevated = [bool]$Unelevated })
        foreach ($name in $Missing) {
            $shell.Commands.Clear()
            $null = $shell.AddScript('param($Name) & (Get-Module CatalogueStubs) { param($Name) Remove-Item "function:$Name" } $Name; Remove-Item "function:$Name" -ErrorAction SilentlyContinue').AddArgument($name).Invoke()
        }
        $shell.Runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
        $shell.Commands.Clear()
        $failure = $null
        $output = @()
        try { $output = @($shell.AddScript($Command).Invoke()) } catch { $failure = $_.Exception.InnerException.Message }
        $calls = $shell.Runspace.SessionStateProxy.GetVariable('GfCalls')
        @{
            Mode    = "$($shell.Runspace.SessionStateProxy.LanguageMode)"
            Calls   = @($calls)
            Output  = ($output -join "`n")
            Failure = $failure
            Errors  = @($shell.Streams.Error | ForEach-Object { "$_" })
        }
    }
    finally { $shell.Dispose() }
}

Export-ModuleMember -Function Get-CatalogueCommand, Set-CatalogueBlank, Invoke-CatalogueScript
