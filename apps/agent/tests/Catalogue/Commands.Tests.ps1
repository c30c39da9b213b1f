BeforeDiscovery {
    $commands = Get-Content -LiteralPath "$PSScriptRoot/commands.json" -Raw | ConvertFrom-Json
    $all = foreach ($command in $commands) { @{ Id = $command.id; Where = $command.where; Command = $command.command } }
    $scripts = $all | Where-Object { $_.Command -like '& {*' }
}

BeforeAll {
    Import-Module "$PSScriptRoot/CatalogueRun.psm1" -Force

    function Read-Script([string]$Command) {
        $tokens = $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseInput($Command, [ref]$tokens, [ref]$errors)
        @{ Ast = $ast; Tokens = $tokens; Errors = $errors }
    }

    function Find-Ast($Ast, [type]$Type) { $Ast.FindAll({ param($node) $node -is $Type }.GetNewClosure(), $true) }

    # They fail on nothing outside of the session, or report by exit code.
    $harmless = 'Where-Object', 'Sort-Object', 'Select-Object', 'Out-Null', 'Format-List', 'Get-Date',
    'reg', 'fsutil', 'powercfg', 'bcdedit', 'w32tm', 'whoami'
}

# One test for each command, so that Pester does not take longer than what is tested.
Describe 'Command <Id>' -ForEach $all {
    It 'is of PowerShell 5.1, calls nothing that is forbidden, reaches into no other machine, and stops where it fails' {
        $script = Read-Script $Command
        $script.Errors | Should -BeNullOrEmpty
        $newer = 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'QuestionMark', 'AndAnd', 'OrOr'
        $script.Tokens.Kind | Where-Object { "$_" -in $newer } | Should -BeNullOrEmpty

        # What a host in Constrained Language Mode forbids.
        $ast = $script.Ast
        Find-Ast $ast ([Management.Automation.Language.InvokeMemberExpressionAst]) | Should -BeNullOrEmpty
        $types = (Find-Ast $ast ([Management.Automation.Language.TypeExpressionAst])) + (Find-Ast $ast ([Management.Automation.Language.ConvertExpressionAst]))
        foreach ($type in $types) { "$(if ($type.Type) { $type.Type.TypeName } else { $type.TypeName })" | Should -BeIn 'uri' }
        $calls = @(Find-Ast $ast ([Management.Automation.Language.CommandAst]))
        $forbidden = 'Add-Type', 'New-Object', 'Invoke-Expression', 'Invoke-Command', 'Copy-Item', 'Enter-PSSession'
        $calls | Where-Object { $_.GetCommandName() -in $forbidden } | Should -BeNullOrEmpty

        # A share of another machine; a restart that nobody asked for.
        $Command | Should -Not -Match '\\\\[^\\\s]+\\\w+\$'
        $Command | Should -Not -Match 'Install-WindowsFeature[^\n]*-Restart'

        if ($Command -notlike '& {*') {
            # Nothing follows a single reading command; the rest must be a script.
            $ast.EndBlock.Statements.Count | Should -BeLessOrEqual 2
            return
        }
        $ast.EndBlock.Statements.Count | Should -Be 1
        $ast.EndBlock.Statements[0].PipelineElements[0].CommandElements[0].ScriptBlock.EndBlock.Statements[0].Extent.Text |
            Should -Be '$ErrorActionPreference = ''Stop'''
        foreach ($call in $calls) {
            if ($null -eq $call.GetCommandName() -or $call.GetCommandName() -in $harmless) { continue }
            $call.Extent.Text | Should -Match '-ErrorAction (Stop|SilentlyContinue)\b'
            if ($call.Extent.Text -match 'SilentlyContinue') { $call.GetCommandName() | Should -BeIn 'Get-Service', 'Get-ItemProperty', 'Get-Command', 'Add-BitLockerKeyProtector' }
        }
    }
}

# These change nothing on their machine, and run with rights in the directory, or with none.
Describe 'Script <Id>, in a session that is not elevated' -ForEach ($scripts | Where-Object Id -NotIn 'addToGroup', 'testConnection', 'testServerConnection') {
    It 'calls nothing: Get-VM would find no VM there and say nothing' {
        $run = Invoke-CatalogueScript -Command $Command -Unelevated
        $run.Failure | Should -Match 'Run as administrator'
        $run.Calls | Should -BeNullOrEmpty
    }
}

Describe 'Script <Id>, as it is shipped' -ForEach $scripts {
    It 'changes nothing while a blank is not filled in' {
        if ($Command -notmatch "throw 'Fill in: ") { return }
        $run = Invoke-CatalogueScript -Command $Command
        $run.Failure | Should -Match 'Fill in: \$'
        $run.Calls | Should -BeNullOrEmpty
    }
}
